//! What the servers of the others would answer, at no time to think.

/** What everybody asks. */
export const question = {
  title: 'How likely are you to recommend Trámite to a colleague?',
  description: 'We read every answer.',
  low: 'Not at all likely',
  high: 'Extremely likely',
  reason: 'What is the main reason for your score?',
  thanks: 'Thank you!',
}

/** Those of the servers that ask, by path; all JSON. */
export const ANSWERS = {
  '/v2/sdk/blocks': {
    blocks: [
      {
        id: 'a8a3c6f4-9a3f-4f0b-8c43-5d1b3a8f0c21',
        workflowId: '0b6c2d8e-1c0a-4f7e-9a9c-7f3f5a1d2e10',
        type: 'survey',
        key: 'nps',
        componentType: 'BasicsV2SurveyPopover',
        data: {
          position: 'bottom-right',
          dismissible: true,
          autoCloseAfterSubmit: true,
          autoProceedAfterAnswer: false,
          nextButtonLabel: 'Next',
          submitButtonLabel: 'Submit',
        },
        exitNodes: ['complete', 'cancel'],
        slottable: false,
        survey: {
          id: '4c0f4a6e-52b1-4a55-8a5e-8f0e5c7b9d33',
          blockStateId: 'e2b7a1d9-7f0c-4d52-9e0b-1a6c8d4f2b44',
          questions: [
            {
              id: '91d3b0a2-6c7e-4c1d-8a2f-3b5e7d9f1c55',
              type: 'rating',
              title: question.title,
              description: question.description,
              optional: false,
              displayType: 'numbers',
              minValue: 0,
              maxValue: 10,
              lowerBoundLabel: question.low,
              upperBoundLabel: question.high,
            },
            {
              id: 'c4e6f8a0-2b4d-4f6a-9c8e-0d2f4b6a8c66',
              type: 'freeform',
              title: question.reason,
              description: '',
              optional: true,
              textPlaceholder: 'Start typing…',
            },
            {
              id: 'f5a7b9c1-3d5e-4a7b-8c9d-1e3f5a7b9c77',
              type: 'end-screen',
              title: question.thanks,
              description: '',
            },
          ],
        },
      },
    ],
    meta: { usage_limited: false },
  },
  '/v2/sdk/events': {},
  '/array/phc_bench/config': {
    token: 'phc_bench',
    supportedCompression: ['gzip', 'gzip-js'],
    hasFeatureFlags: false,
    captureDeadClicks: false,
    capturePerformance: false,
    autocapture_opt_out: true,
    autocaptureExceptions: false,
    analytics: { endpoint: '/i/v0/e/' },
    elementsChainAsString: true,
    sessionRecording: false,
    heatmaps: false,
    surveys: true,
    defaultIdentifiedOnly: true,
    siteApps: [],
  },
  '/api/surveys/': {
    surveys: [
      {
        id: '0192f3a4-5b6c-7d8e-9f00-112233445566',
        name: 'NPS',
        description: '',
        type: 'popover',
        linked_flag_key: null,
        targeting_flag_key: null,
        internal_targeting_flag_key: null,
        questions: [
          {
            id: '7a9b1c3d-5e7f-4a1b-8c3d-5e7f9a1b3c88',
            type: 'rating',
            question: question.title,
            description: question.description,
            descriptionContentType: 'text',
            display: 'number',
            scale: 10,
            lowerBoundLabel: question.low,
            upperBoundLabel: question.high,
            buttonText: 'Submit',
            optional: false,
          },
        ],
        conditions: null,
        appearance: {
          position: 'right',
          backgroundColor: '#eeeded',
          borderColor: '#c9c6c6',
          submitButtonColor: 'black',
          submitButtonText: 'Submit',
          thankYouMessageHeader: question.thanks,
          displayThankYouMessage: true,
          surveyPopupDelaySeconds: 0,
          whiteLabel: false,
        },
        start_date: '2026-11-01T00:00:00Z',
        end_date: null,
        current_iteration: null,
        current_iteration_start_date: null,
        schedule: 'once',
        enable_partial_responses: false,
      },
    ],
    survey_config: null,
  },
  '/flags/': { flags: {}, errorsWhileComputingFlags: false, requestId: '0192f3a4' },
  '/e/': { status: 1 },
  '/i/v0/e/': { status: 1 },
}

/** The demo's checklist, as far as that of others has room for it: title, detail and link of its items. */
const STEPS = [
  [
    'Read the two-minute guide',
    'What a process is, and who does what in it.',
    'Open the guide',
    '/demo/#guide',
  ],
  [
    'Create a process',
    'Start with one your team repeats every week.',
    'Go to processes',
    '/demo/#processes',
  ],
  [
    'Connect a tool',
    'Mail, calendar or your CRM: work goes where people are.',
    'Go to tools',
    '/demo/#tools',
  ],
  [
    'Invite a teammate',
    'A process comes alive when two people share it.',
    'Go to the team',
    '/demo/#team',
  ],
  ['Run it once', 'Try it with a real case. You can undo everything.'],
]

/** Those of the server that has a checklist, by path. */
export const CHECKLIST_ANSWERS = {
  '/v2/sdk/blocks': {
    blocks: [
      {
        id: '3d5f7a9b-1c2e-4d6f-8a0b-5c7e9f1a3b11',
        workflowId: '6e8a0c2d-4f5b-4a7c-9e1d-8b0d2f4a6c22',
        type: 'component',
        key: 'get-started',
        componentType: 'BasicsV2FloatingChecklist',
        data: {
          position: 'bottom-right',
          widgetTitle: 'Get started',
          defaultOpen: true,
          popupTitle: 'Get started with Trámite',
          popupDescription: 'Five steps to your first automated process.',
          completedTitle: 'All set.',
          completedDescription: 'Your first process is running, and your team is in.',
          items: STEPS.map(([title, description]) => ({ title, description })),
        },
        propertyMeta: STEPS.flatMap(([, , label, url], at) => [
          {
            type: 'state-memory',
            key: `items.${at}.completed`,
            value: false,
            triggers: [{ type: 'manual' }],
          },
          ...(url
            ? [{ type: 'action', key: `items.${at}.primaryButton`, value: { label, url } }]
            : []),
        ]),
        exitNodes: ['complete', 'close'],
        slottable: false,
      },
    ],
    meta: { usage_limited: false },
  },
  '/v2/sdk/events': {},
}
