//! Flows, as a host starts it.

import { init } from '@flows/js'

const { user, vendor } = document.documentElement.dataset

init({
  organizationId: '6f1f2f6c-5c1f-4f5e-9b0a-2f6f0f8f7a11',
  environment: 'production',
  userId: user,
  apiUrl: vendor,
})
