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
  let hasStarted = false;
  const marblesOf = (event: LaneEvent): readonly Marble[] => {
    switch (event.type) {
      case 'started': {
        const isFirst = !hasStarted;
        hasStarted = true;
        return isFirst ? [] : [{ _tag: 'Anew' }];
      }
      case 'partial':
        return [{ _tag: 'Value', value: event.value }];
      case 'succeeded':
        return [{ _tag: 'Value', value: event.value }, { _tag: 'Succeeded' }];
      case 'retrying':
        return [{ _tag: 'Failed', error: event.error }];
      case 'failed':
        return [{ _tag: 'Failed', error: event.error.cause }];
      case 'skipped':
        return [{ _tag: 'Skipped' }];
      case 'cancelled':
        return [{ _tag: 'Cancelled' }];
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
