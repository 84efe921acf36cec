//! The answer when Rust could not give one.

/** Logs `error` and answers in the form that every error of the API has. */
export function internal(error) {
  console.error(error)
  const problem = {
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    code: 'internal',
    detail: 'Something went wrong on our side. It is safe to try again.',
  }
  const headers = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
  }
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
