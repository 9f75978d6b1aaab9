import { appScreens } from './appScreens.ts'
import { dockScreens } from './dockScreens.ts'
import { editorScreens } from './editorScreens.ts'
import { onceScreens } from './onceScreens.ts'
import { operationsScreens } from './operationsScreens.ts'
import { runScreens } from './runScreens.ts'
import type { Screen } from './screen.ts'
import { settingsScreens } from './settingsScreens.ts'

/** Every screen in every state that a person meets. Pictures are taken of them, and axe looks at them. */
export const screens: readonly Screen[] = [
  ...appScreens,
  ...settingsScreens,
  ...editorScreens,
  ...dockScreens,
  ...onceScreens,
  ...runScreens,
  ...operationsScreens,
]
