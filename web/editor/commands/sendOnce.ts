import type { Command } from './command.ts'
import { httpAction } from './importRequest.ts'

/** Where the inspector offers to send the call of an action by itself. */
export const sendOnceField = 'send-once'

/** Goes to where the call of the selected HTTP action can be sent by itself. Nothing is sent yet. */
export const sendOnce: Command = {
  id: 'send-once',
  title: 'Send the call once…',
  group: 'Try',
  keys: [],
  scope: 'everywhere',
  enabled: (state) => httpAction(state) !== null,
  perform: (state) => {
    const node = httpAction(state)
    if (node !== null) state.goTo(node, sendOnceField)
  },
}
