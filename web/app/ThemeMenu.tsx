import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useTheme } from '../ui/useTheme.ts'

const choices = [
  { choice: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { choice: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
  { choice: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
] as const

/** Light, dark, or as the system has it. */
export function ThemeMenu() {
  const { choice, theme, choose } = useTheme()
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label="Change theme"
          icon={theme === 'dark' ? <Moon aria-hidden /> : <Sun aria-hidden />}
        />
      }
      items={choices.map((each) => ({
        label: each.label,
        icon: each.icon,
        checked: each.choice === choice,
        onSelect: () => choose(each.choice),
      }))}
    />
  )
}
