import type { EventLane, LaneEvent } from '../core/lanes.js';
import { withoutEchoes, type Marble, type Moment } from './moment.js';

/**
 * What a lane of a run says.
 *
 * @param began when the run began
 * @param frame how many milliseconds a character takes
 */
export const happened = (
  { events }: EventLane,
  began: number,
  frame: number,
): readonly Moment[] => {
  // Whether the lane says something already, so that what begins now begins anew; and whether it has begun.
  let hasSaid = false;
  let isRunning = false;
  const begins = (): readonly Marble[] => {
    const isFirst = !hasSaid;
    [hasSaid, isRunning] = [true, true];
    return isFirst ? [] : [{ _tag: 'Anew' }];
  };
  const ends = (...marbles: readonly Marble[]): readonly Marble[] => {
    [hasSaid, isRunning] = [true, false];
    return marbles;
  };
  const marblesOf = (event: LaneEvent): readonly Marble[] => {
    switch (event.type) {
      case 'started':
        return begins();
      case 'partial':
        return [{ _tag: 'Value', value: event.value }];
      case 'succeeded': {
        // An old result that is handed on has not been started.
        const before = isRunning ? [] : begins();
        return ends(...before, { _tag: 'Value', value: event.value }, { _tag: 'Succeeded' });
      }
      case 'retrying':
        return ends({ _tag: 'Failed', error: event.error });
      case 'failed':
        return ends({ _tag: 'Failed', error: event.error.cause });
      case 'skipped':
        return ends({ _tag: 'Skipped' });
      case 'cancelled':
        return ends({ _tag: 'Cancelled' });
      default:
        return [];
    }
  };
  return withoutEchoes(
    events.flatMap((event) =>
      marblesOf(event).map((marble) => ({
        frame: Math.round((event.time - began) / frame),
        marble,
      })),
    ),
  );
};
