//! Flows in a host's bundle, with no more of it than a survey needs.

import { init } from '@flows/js'
import { setupJsComponents } from '@flows/js-components'
import * as surveyComponents from '@flows/js-components/survey-components'
import '@flows/js-components/index.css'

const { user, vendor } = document.documentElement.dataset

init({
  organizationId: '6f1f2f6c-5c1f-4f5e-9b0a-2f6f0f8f7a11',
  environment: 'production',
  userId: user,
  apiUrl: vendor,
})
setupJsComponents({ components: {}, tourComponents: {}, surveyComponents })
