import { useEffect, useRef, useState } from 'react'
import type { Graph } from '../../shared/graph/graph.ts'
import { defaultWorkspace, type WorkspaceName } from '../../shared/graph/ids.ts'
import { type Answer, callApi } from '../app/api.ts'
import { useSession } from '../app/session.ts'
import { toast } from '../ui/toast.ts'
import { createDraftSync } from './draft/createDraftSync.ts'
import { loadDraft, saveDraftTo } from './draft/draftApi.ts'
import { pickFile, saveFile } from './draft/fileServices.ts'
import { createLocalCopies } from './draft/localCopy.ts'
import { openDraft } from './draft/openDraft.ts'
import { watchOtherTabs } from './draft/watchOtherTabs.ts'
import { Editor } from './Editor.tsx'
import { layoutOffThread } from './layoutOffThread.ts'
import { stopTrial } from './run/stopTrial.ts'
import { openOffThread } from './run/trialPort.ts'
import { createTryMemory } from './run/tryMemory.ts'
import { createEditorStore } from './store/createEditorStore.ts'
import { EditorProvider } from './store/EditorContext.ts'
import { beginTour } from './tour/useTour.ts'

type EditorSessionProps = {
  detail: Answer<'getLoop'>
  draft: Omit<Answer<'getLoop'>['draft'], 'graph'> & { graph: Graph }
}

/** One visit to a loop's editor: its store, and the saving of its draft. */
export function EditorSession({ detail, draft }: EditorSessionProps) {
  const place = placeOf(useSession().workspace, detail.name)
  const [{ store, local, tried, recovered }] = useState(() => openSession(detail, draft, place))
  const [tab] = useState(() => crypto.randomUUID())
  const mounted = useRef(false)
  useEffect(() => {
    mounted.current = true
    const sync = createDraftSync({
      store,
      local,
      save: (graph, revision) => saveDraftTo(detail.name, graph, revision),
      loadTheirs: () => loadDraft(detail.name),
      now: Date.now,
    })
    store.setState({ services: { ...store.getState().services, save: sync.saveNow } })
    const stopWatching = watchOtherTabs({ loop: place, tab, store, look: sync.look })
    const stopKeeping = tried.watch(store)
    window.addEventListener('pagehide', sync.keepCopy)
    return () => {
      window.removeEventListener('pagehide', sync.keepCopy)
      stopWatching()
      stopKeeping()
      stopTrial(store.getState())
      mounted.current = false
      sync.keepCopy()
      // React may mount the same visit again at once; only one that is really over hands its last edits in.
      setTimeout(() => sync.close({ save: !mounted.current }))
    }
  }, [store, local, tried, detail.name, place, tab])
  useEffect(() => {
    if (recovered)
      toast.info('Restored what was not saved yet', { description: 'It was kept in this browser.' })
  }, [recovered])
  return (
    <EditorProvider value={store}>
      <Editor />
    </EditorProvider>
  )
}

/** What the browser keeps of a loop is kept under this: two workspaces may have loops of one name. */
const placeOf = (workspace: WorkspaceName, loop: string) =>
  workspace === defaultWorkspace ? loop : `${workspace}/${loop}`

async function loadLoop(name: string) {
  const { published } = await callApi('getLoop', { params: { loop: name } })
  if (!published) return null
  const params = { loop: name, version: String(published.number) }
  return (await callApi('getVersion', { params })).graph
}

function openSession(
  detail: EditorSessionProps['detail'],
  draft: EditorSessionProps['draft'],
  place: string,
) {
  const local = createLocalCopies(place, [sessionStorage, localStorage])
  const opened = openDraft(draft, local.read())
  const store = createEditorStore({
    document: opened.document,
    revision: draft.revision,
    savedAt: draft.savedAt,
    versions: detail.versions,
    rollout: detail.rollout,
    services: {
      readClipboard: () => navigator.clipboard.readText(),
      writeClipboard: (text) => navigator.clipboard.writeText(text),
      layout: layoutOffThread,
      openTrial: openOffThread,
      loadVersion: async (number) =>
        (await callApi('getVersion', { params: { loop: detail.name, version: String(number) } })).graph,
      loadLoop,
      saveFile,
      pickFile,
      tell: (text, how) => (how === 'done' ? toast.success(text) : toast.error(text)),
      addressOf: (path) => new URL(path, window.location.origin).href,
      save: () => undefined,
    },
  })
  store.setState({ draft: opened.draft, savedGraph: opened.base })
  if (detail.example) beginTour(store)
  // A link to a test opens it.
  const test = new URLSearchParams(window.location.search).get('test')
  if (test !== null) store.setState({ openTest: { id: test, view: 'form' }, dock: 'tests' })
  const tried = createTryMemory(place, sessionStorage)
  tried.restore(store)
  return { store, local, tried, recovered: opened.recovered }
}
