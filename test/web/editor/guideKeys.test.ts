import { expect, it } from 'vitest'
import guide from '../../../docs/guides/builder.md?raw'
import { commands } from '../../../web/editor/commands/commands.ts'

/** Keys that are the outline’s and the panes’ own, not those of a command. */
const others = ['↑', '↓', '→', '←', 'Home', 'End', 'Shift', 'F6']

it('the builder’s guide names keys that do something', () => {
  const named = [...guide.matchAll(/`((?:(?:Ctrl|Shift)\+)*(?:[A-Z?↑↓→←]|F\d+|[A-Z]\w+))`/g)]
  const keys = [...new Set(named.map(([, key = '']) => key))].filter((key) => !others.includes(key))
  expect(keys.length).toBeGreaterThan(20)
  const there = new Set(commands.flatMap((command) => command.keys))
  expect(keys.filter((key) => !there.has(key.replace('Ctrl', 'Mod')))).toEqual([])
})
