/** What decides how a drawing looks; it comes from the page's styles, which a picture alone does not have. */
const LOOKS = [
  ...['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor'],
] as const
/** A picture is looked at on paper and on fine screens too. */
const SCALE = 3

/**
 * A drawing as PNG, as it looks on the page.
 * @throws where the browser cannot draw it
 */
export async function pictureOf(svg: SVGSVGElement): Promise<Blob> {
  const { width, height } = svg.viewBox.baseVal
  const image = new Image()
  const url = URL.createObjectURL(
    new Blob([alone(svg, { width, height })], { type: 'image/svg+xml' }),
  )
  try {
    image.src = url
    await image.decode()
    return await painted(image, { width, height, ground: groundOf(svg) })
  } finally {
    URL.revokeObjectURL(url)
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The drawing with its looks in it, so that it needs nothing else. */
function alone(svg: SVGSVGElement, { width, height }: Size): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')]
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  for (const [index, original] of originals.entries()) {
    const style = getComputedStyle(original)
    for (const name of LOOKS) copies[index]?.style.setProperty(name, style.getPropertyValue(name))
  }
  copy.setAttribute('width', String(width * SCALE))
  copy.setAttribute('height', String(height * SCALE))
  return new XMLSerializer().serializeToString(copy)
}

/** The colour behind it: dark words on nothing would be seen by nobody on a dark ground. */
function groundOf(element: Element): string {
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each)
    if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor
  }
  return 'white'
}

function painted(
  image: CanvasImageSource,
  size: Size & { readonly ground: string },
): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = size.width * SCALE
  canvas.height = size.height * SCALE
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser draws no pictures.')
  context.fillStyle = size.ground
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob === null ? reject(new Error('This browser draws no pictures.')) : resolve(blob),
    )
  })
}
