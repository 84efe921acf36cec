//! Flows in a host's bundle, with no more of it than a survey needs.

import './flows-init.mjs'
import { setupJsComponents } from '@flows/js-components'
import * as surveyComponents from '@flows/js-components/survey-components'
import '@flows/js-components/index.css'

setupJsComponents({ components: {}, tourComponents: {}, surveyComponents })
