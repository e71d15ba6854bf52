#!/usr/bin/env node
// `npx busbar`: the same engine as the npm scripts.
import './bootstrap.mjs'
