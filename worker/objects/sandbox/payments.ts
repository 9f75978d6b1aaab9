import { type AppRoute, changed, type Memory, membersOf, read, refused } from './app.ts'

type Charge = { id: string; amount: number; currency: string; refunded: number }
type Refund = { id: string; charge: string; amount: number; currency: string; status: string }

/** Every charge exists: its amount is read from the end of its id (`ch_4200`), else it is 10000. */
function chargeOf(memory: Memory, id: string): Charge {
  const amount = Number(/_(\d{1,9})$/.exec(id)?.[1] ?? 10_000)
  return memory.get<Charge>(`charge ${id}`) ?? { id, amount, currency: 'usd', refunded: 0 }
}

/** A payment provider: charges, and refunds that can be cancelled. Amounts are in cents. */
export const payments: readonly AppRoute[] = [
  { method: 'GET', path: '/charges/{id}', handle: ({ memory }, { id = '' }) => read(chargeOf(memory, id)) },
  {
    method: 'POST',
    path: '/refunds',
    handle({ memory, body }) {
      const { charge: id, amount, currency } = membersOf(body)
      if (typeof id !== 'string' || typeof amount !== 'number' || !(amount > 0))
        return refused(422, 'charge must be an id and amount a positive number of cents')
      const charge = chargeOf(memory, id)
      if (charge.refunded + amount > charge.amount)
        return refused(422, 'A refund can’t exceed what was charged')
      const refund: Refund = {
        id: `re_${memory.next()}`,
        charge: id,
        amount,
        currency: typeof currency === 'string' ? currency : charge.currency,
        status: 'succeeded',
      }
      memory.set(`charge ${id}`, { ...charge, refunded: charge.refunded + amount })
      memory.set(`refund ${refund.id}`, refund)
      return changed(201, refund)
    },
  },
  {
    method: 'POST',
    path: '/refunds/{id}/cancel',
    handle({ memory }, { id = '' }) {
      const refund = memory.get<Refund>(`refund ${id}`)
      if (!refund) return refused(404, 'There is no such refund')
      if (refund.status === 'succeeded') {
        const charge = chargeOf(memory, refund.charge)
        memory.set(`charge ${charge.id}`, { ...charge, refunded: charge.refunded - refund.amount })
        memory.set(`refund ${id}`, { ...refund, status: 'cancelled' })
      }
      return changed(200, { id, status: 'cancelled' })
    },
  },
]
