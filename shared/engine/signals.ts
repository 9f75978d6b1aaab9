/** How many events posted to a run it keeps until they are taken, and how many ids it knows again. */
export const signalBounds = { waiting: 100, ids: 1000 } as const
