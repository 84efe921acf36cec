interface ImportMeta {
  readonly env: { readonly VITE_RUMBO_EDGE: string; readonly VITE_RUMBO_KEY: string }
}
