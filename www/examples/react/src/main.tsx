import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { load } from 'rumbo-js'

import { App } from './app'

void load(import.meta.env.VITE_RUMBO_KEY, { edge: import.meta.env.VITE_RUMBO_EDGE })

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
