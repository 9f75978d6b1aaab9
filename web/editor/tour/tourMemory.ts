const key = 'pavane.tour'

/** How far this browser's user came: a step to go on from, or `over` when the tour was finished or skipped; null when it never began. */
export type TourMemory = number | 'over' | null

export function readTour(storage: Pick<Storage, 'getItem'>): TourMemory {
  const text = storage.getItem(key)
  if (text === null || text === 'over') return text
  return /^\d{1,2}$/.test(text) ? Number(text) : null
}

export function rememberTour(storage: Pick<Storage, 'setItem'>, memory: number | 'over'): void {
  storage.setItem(key, String(memory))
}
