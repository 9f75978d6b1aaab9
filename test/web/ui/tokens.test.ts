import { describe, expect, it } from 'vitest'
import theme from '../../../web/ui/theme.css?raw'
import css from '../../../web/ui/tokens.css?raw'
import { contrast, type Oklch } from './contrast.ts'

type Theme = 'light' | 'dark'

const definition = /--([\w-]+):\s*light-dark\(oklch\(([^/)]+)\),\s*oklch\(([^/)]+)\)\);/g
const alias = /--([\w-]+):\s*var\(--([\w-]+)\);/g

function colour(text: string): Oklch {
  const [lightness = 0, chroma = 0, hue = 0] = text.trim().split(/\s+/).map(Number)
  return [lightness, chroma, hue]
}

const tokens = new Map<string, Record<Theme, Oklch>>()
for (const [, name = '', light = '', dark = ''] of css.matchAll(definition)) {
  tokens.set(name, { light: colour(light), dark: colour(dark) })
}
for (const [, name = '', target = ''] of css.matchAll(alias)) {
  const known = tokens.get(target)
  if (known) tokens.set(name, known)
}

const get = (name: string, mode: Theme): Oklch => {
  const token = tokens.get(name)
  if (!token) throw new Error(`There is no token --${name}`)
  return token[mode]
}
const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3']
const texts = ['text-1', 'text-2', 'text-3', 'accent', 'accent-hover', 'success', 'warning', 'danger']
const meanings = [...tokens.keys()].filter((name) => /^(kind|verdict|state)-[a-z]+$/.test(name))

describe.each(['light', 'dark'] as const)('the %s tokens', (mode) => {
  it.each([...texts, ...meanings])('let %s be read on every surface', (name) => {
    for (const surface of surfaces) {
      expect
        .soft(contrast(get(name, mode), get(surface, mode)), `${name} on ${surface}`)
        .toBeGreaterThanOrEqual(4.5)
    }
  })

  it.each([...meanings, 'accent', 'success', 'warning', 'danger'])(
    'let %s be read on its own tint',
    (name) => {
      expect(contrast(get(name, mode), get(`${name}-soft`, mode))).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each([...tokens.keys()].filter((name) => name.endsWith('-soft')))('let text be read on %s', (name) => {
    for (const text of ['text-1', 'text-2', 'text-3']) {
      expect
        .soft(contrast(get(text, mode), get(name, mode)), `${text} on ${name}`)
        .toBeGreaterThanOrEqual(4.5)
    }
  })

  it('let labels be read on filled buttons', () => {
    expect(contrast(get('on-accent', mode), get('accent', mode))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(get('on-accent', mode), get('accent-hover', mode))).toBeGreaterThanOrEqual(4.5)
  })

  it('let the edge of a control be seen on every surface', () => {
    for (const surface of surfaces) {
      expect.soft(contrast(get('border-2', mode), get(surface, mode)), surface).toBeGreaterThanOrEqual(3)
    }
  })
})

describe('the token set', () => {
  it('has a hue for each kind, verdict and state', () => {
    expect(meanings.toSorted()).toEqual(
      [
        ...['trigger', 'planner', 'action', 'verifier', 'approval', 'outcome'].map((kind) => `kind-${kind}`),
        ...['pass', 'replan', 'rollback', 'escalate', 'bail'].map((verdict) => `verdict-${verdict}`),
        ...[
          'pending',
          'running',
          'succeeded',
          'failed',
          'skipped',
          'uncertain',
          'compensated',
          'waiting',
        ].map((state) => `state-${state}`),
      ].toSorted(),
    )
  })

  it('is all that the theme has of colour', () => {
    const raw = [...theme.matchAll(/--color-[\w*-]+:\s*([^;]+);/g)]
      .map(([, value = '']) => value)
      .filter((value) => !/^(var\(--[\w-]+\)|initial|transparent|currentColor)$/.test(value))
    expect(raw).toEqual([])
  })

  it('is all that components use of colour', () => {
    const sources = import.meta.glob<string>('../../../web/**/*.{ts,tsx}', {
      query: '?raw',
      import: 'default',
      eager: true,
    })
    expect(Object.keys(sources).length).toBeGreaterThan(50)
    const raw = /#[0-9a-fA-F]{3,8}\b(?=['"` ;)])|\b(?:rgba?|hsla?|oklch|oklab)\(/
    const offenders = Object.entries(sources).filter(([, source]) => raw.test(source))
    expect(offenders.map(([path]) => path)).toEqual([])
  })
})
