import { configure } from '@testing-library/react'

// What is awaited is seen as soon as it is there: this only bounds how long a busy machine may take.
configure({ asyncUtilTimeout: 15_000 })
