import { isMapShown } from '../store/canvasSlice.ts'
import { always, type Command } from './command.ts'

/** Shows the whole loop in small, to move about in a large one. */
export const toggleMap: Command = {
  id: 'toggle-map',
  title: 'Show or hide the map',
  group: 'View',
  keys: ['Shift+M'],
  scope: 'canvas',
  enabled: always,
  perform: (state) => {
    const shown = !isMapShown(state)
    state.showMap(shown)
    state.announce(shown ? 'The map is shown' : 'The map is hidden')
  },
}
