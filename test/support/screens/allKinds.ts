import type { Graph } from '../../../shared/graph/graph.ts'
import { onboarding } from '../../../shared/templates/onboarding.ts'
import { wire } from '../../../shared/templates/wire.ts'

const { graph } = onboarding

/** The onboarding with a node of every kind, a group and a note: the one whose forms are looked at. */
export const allKinds: Graph = {
  ...graph,
  name: 'welcome',
  title: 'Welcome somebody',
  nodes: [
    ...graph.nodes,
    {
      kind: 'approval',
      id: 'manager',
      title: 'Ask the manager',
      approvers: ['approver', 'operator'],
      need: 1,
      deadlineSeconds: 86_400,
      show: '{{ input.name }} asks for an account in {{ args.app }}.',
    },
  ],
  edges: [
    ...graph.edges.filter(({ from, to }) => from.node !== 'welcome' || to.node !== 'create_account'),
    wire('welcome.plan', 'manager.in'),
    wire('manager.granted', 'create_account.step'),
  ],
  layout: {
    positions: {
      ...graph.layout.positions,
      manager: { x: 664, y: 288 },
      create_account: { x: 1024, y: 272 },
      remove_account: { x: 1080, y: 400 },
      ready: { x: 1424, y: 264 },
      welcomed: { x: 1784, y: 120 },
      taken_back: { x: 1784, y: 280 },
      by_hand: { x: 1784, y: 440 },
    },
    groups: [{ id: 'accounts', title: 'Accounts', nodes: ['create_account', 'remove_account'] }],
    notes: [
      {
        id: 'why',
        text: 'People wait for their mail account first. Ask IT before another app is added.',
        x: 1424,
        y: 512,
        width: 240,
        height: 96,
      },
    ],
  },
}
