//! driver.js in a host's bundle. What it says is in the code: it asks no server.

import { driver } from 'driver.js'
import 'driver.js/dist/driver.css'

driver().highlight({
  element: '#invite',
  popover: {
    title: 'Get started with Trámite',
    description: 'Five steps to your first automated process: read the two-minute guide first.',
  },
})
