import { type AppRoute, changed, type Memory, read, refused } from './app.ts'

type Service = { generation: number }

const serviceOf = (memory: Memory, name: string): Service =>
  memory.get<Service>(`service ${name}`) ?? { generation: 1 }

/** A platform's operations: services that can be restarted, looked at and rolled back. A rule makes one unhealthy. */
export const ops: readonly AppRoute[] = [
  {
    method: 'POST',
    path: '/services/{name}/restart',
    handle({ memory }, { name = '' }) {
      const generation = serviceOf(memory, name).generation + 1
      memory.set(`service ${name}`, { generation })
      return changed(202, { service: name, generation })
    },
  },
  {
    method: 'GET',
    path: '/services/{name}/health',
    handle: (_, { name = '' }) => read({ service: name, healthy: true }),
  },
  {
    method: 'POST',
    path: '/services/{name}/rollback',
    handle({ memory }, { name = '' }) {
      const { generation } = serviceOf(memory, name)
      if (generation <= 1) return refused(409, 'There is no earlier generation')
      memory.set(`service ${name}`, { generation: generation - 1 })
      return changed(200, { service: name, generation: generation - 1 })
    },
  },
]
