// What went wrong, for a person.

/** @param {Error} error */
export function sentence(error) {
  const isNetwork = error instanceof TypeError;
  return isNetwork
    ? "The server does not answer. Is it still running?"
    : `${error.message[0]?.toUpperCase()}${error.message.slice(1)}.`;
}
