/** How an area is filled, so that it is told apart without colour. */
export type Pattern = 'solid' | 'rising' | 'dots' | 'falling' | 'crossed';
