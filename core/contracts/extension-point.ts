/** A typed token of something a plugin can contribute to. */
export interface ExtensionPoint<Contribution> {
  /** The manifest's key under `contributes`. */
  readonly id: string
  /** Never set; carries the type. */
  readonly contribution?: Contribution
}

export function extensionPoint<Contribution>(id: string): ExtensionPoint<Contribution> {
  return Object.freeze({ id })
}

/** Every contribution names the type that it serves; unique within its extension point. */
export interface ContributionBase {
  readonly type: string
}
