import fc from 'fast-check'

// That a property fails is all that is asked of it here: the smallest counterexample is not worth its time.
fc.configureGlobal({ endOnFailure: true })
