import { load } from 'rumbo-js'
import { createApp } from 'vue'

import App from './App.vue'

load(import.meta.env.VITE_RUMBO_KEY, { edge: import.meta.env.VITE_RUMBO_EDGE })

createApp(App).mount('#app')
