import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'light' | 'dark' | 'system'

const key = 'pavane.theme'
const listeners = new Set<() => void>()

function storedChoice(): ThemeChoice {
  const theme = document.documentElement.dataset['theme']
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function choose(choice: ThemeChoice) {
  if (choice === 'system') {
    delete document.documentElement.dataset['theme']
    localStorage.removeItem(key)
  } else {
    document.documentElement.dataset['theme'] = choice
    localStorage.setItem(key, choice)
  }
  for (const listener of listeners) listener()
}

const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)')

function subscribe(listener: () => void) {
  listeners.add(listener)
  const media = prefersDark()
  media.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    media.removeEventListener('change', listener)
  }
}

function resolvedTheme(): 'light' | 'dark' {
  const choice = storedChoice()
  if (choice !== 'system') return choice
  return prefersDark().matches ? 'dark' : 'light'
}

/** The person's choice of theme, what it comes to now, and how to change it (kept in this browser). */
export function useTheme(): {
  choice: ThemeChoice
  theme: 'light' | 'dark'
  choose: (choice: ThemeChoice) => void
} {
  const choice = useSyncExternalStore(subscribe, storedChoice)
  const theme = useSyncExternalStore(subscribe, resolvedTheme)
  return { choice, theme, choose }
}
