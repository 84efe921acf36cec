/** Version of the loader, as the edge and the host see it. */
export const version = '0.1.0'
