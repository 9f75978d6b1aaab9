import { promptScore } from './promptScore.ts'

/** What a list over the canvas offers, as far as it is searched. */
export type Ranked = { key: string; label: string; words?: string; hint?: string; group?: string }

export type RankedGroup<T extends Ranked> = { title: string; items: readonly T[] }

/** The items that fit what was typed, best first within their groups, and the group with the best first. What fits as well keeps its order. */
export function rankItems<T extends Ranked>(items: readonly T[], typed: string): readonly RankedGroup<T>[] {
  const scored = items
    .map((item) => ({ item, score: scoreOf(item, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
  return groupItems(typed.trim() === '' ? items : scored.map(({ item }) => item))
}

/** The items by their groups, in the order in which each first comes. */
export function groupItems<T extends Ranked>(items: readonly T[]): readonly RankedGroup<T>[] {
  return [...Map.groupBy(items, ({ group }) => group ?? '')].map(([title, members]) => ({
    title,
    items: members,
  }))
}

const scoreOf = ({ key, label, words = '', hint = '' }: Ranked, typed: string) =>
  promptScore(key, typed, [label, words, hint])
