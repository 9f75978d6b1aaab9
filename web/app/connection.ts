import { createStore } from 'zustand/vanilla'

/** Whether the last request reached the server. A local server is reachable without any network, so that is what counts. */
export const connection = createStore<{ reachable: boolean }>(() => ({ reachable: true }))

export function reportReachable(reachable: boolean): void {
  if (connection.getState().reachable !== reachable) connection.setState({ reachable })
}
