/** The version that `/health`, the user agents and the CHANGELOG speak of; package.json has the same. */
export const VERSION = '0.1.0';
