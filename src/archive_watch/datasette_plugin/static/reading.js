/* The few conveniences that need a script; every page works without them. */
