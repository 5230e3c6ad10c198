/**
 * Whether a list that grows is told once more. Each time it is told it is copied, so a list that has become long is told
 * less often: when it has grown by a tenth. All copies together then cost no more than the list.
 *
 * @param told how long it was when it was told last
 */
export const isWorthACopy = (length: number, told: number): boolean =>
  length < 1_000 || length - told >= told / 10;
