//! PostHog in a host's bundle: the slim build, and of the rest what a survey needs. It starts
//! showing surveys without waiting to be told that there are any.

import posthog from 'posthog-js/dist/module.slim.no-external'
import { SurveysExtensions } from 'posthog-js/dist/extension-bundles'
import 'posthog-js/dist/surveys'

const { user, vendor } = document.documentElement.dataset

posthog.init('phc_bench', {
  api_host: vendor,
  __extensionClasses: SurveysExtensions,
  advanced_enable_surveys: true,
  bootstrap: { distinctID: user, isIdentifiedID: true },
})
