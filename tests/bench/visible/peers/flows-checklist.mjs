//! Flows in a host's bundle, with no more of it than a checklist needs.

import './flows-init.mjs'
import { setupJsComponents } from '@flows/js-components'
import { BasicsV2FloatingChecklist } from '@flows/js-components/components'
import '@flows/js-components/index.css'

setupJsComponents({
  components: { BasicsV2FloatingChecklist },
  tourComponents: {},
  surveyComponents: {},
})
