import type { Screen, Visit } from './screen.ts'

/** The call of an action, opened to be sent by itself. */
async function open(visit: Visit): Promise<void> {
  await visit.edit('issue-triage')
  await visit.hand.select('Action Add a label')
  await inspector(visit).getByText('Send it once').click()
  await visit.hand.field('Values of the call').waitFor()
}

const inspector = ({ page }: Visit) => page.locator('[data-region="inspector"]')

/** Sends it, as somebody who was asked, and brings what came of it into sight. */
async function send(visit: Visit): Promise<void> {
  await inspector(visit)
    .getByRole('button', { name: /^Send POST/ })
    .click()
  await visit.page.getByRole('dialog').getByRole('button', { name: 'Send POST' }).click()
  const answer = inspector(visit).getByRole('region', { name: 'Answer of the call' })
  await answer.waitFor()
  await answer.evaluate((each) => each.scrollIntoView({ block: 'center' }))
}

/** A call that is sent by itself, from the inspector. */
export const onceScreens: readonly Screen[] = [
  {
    name: 'once/values',
    show: async (visit) => {
      await open(visit)
      await inspector(visit)
        .getByRole('button', { name: /^Send POST/ })
        .scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'once/asked',
    show: async (visit) => {
      await open(visit)
      await inspector(visit)
        .getByRole('button', { name: /^Send POST/ })
        .click()
      await visit.page.getByRole('dialog', { name: 'This really happens' }).waitFor()
    },
  },
  {
    name: 'once/answered',
    show: async (visit) => {
      await open(visit)
      await send(visit)
    },
  },
  {
    name: 'once/refused',
    show: async (visit) => {
      await open(visit)
      await visit.hand.type(
        'Values of the call',
        '{ "args": { "repo": "octo/shop", "number": 4, "label": "bug" } }',
      )
      await visit.world.api.setSandboxRules([
        {
          id: 'locked',
          method: 'POST',
          path: '*/issues/4/labels',
          times: null,
          behave: { type: 'fail', status: 422 },
        },
      ])
      await send(visit)
    },
  },
  {
    name: 'once/not-sent',
    show: async (visit) => {
      await open(visit)
      await visit.hand.type('Values of the call', '{ "args": {} }')
      await send(visit)
    },
  },
]
