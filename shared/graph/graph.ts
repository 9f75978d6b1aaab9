import { z } from 'zod'
import { Case, maxCases } from './case.ts'
import { Edge } from './edge.ts'
import { LoopName } from './ids.ts'
import { Layout } from './layout.ts'
import { Limits } from './limits.ts'
import { Node } from './nodes/node.ts'
import { maxProperties, Property } from './property.ts'
import { Title } from './text.ts'
import { WrittenPolicy } from './writtenPolicy.ts'

export const graphFormat = 'pavane.graph/1'

/** The source document that the editor edits and saves. */
export const Graph = z.strictObject({
  format: z.literal(graphFormat),
  name: LoopName,
  title: Title,
  description: z.string().max(4000),
  nodes: z.array(Node),
  edges: z.array(Edge),
  policies: z.array(WrittenPolicy),
  limits: Limits,
  layout: Layout,
  /** Tests that the loop carries. They never change the program's version. */
  cases: z.array(Case).max(maxCases).optional(),
  /** What is to hold in every run. They never change the program's version. */
  properties: z.array(Property).max(maxProperties).optional(),
})
export type Graph = z.infer<typeof Graph>
