import fc from 'fast-check'
import { expect, test } from 'vitest'
import { everyPlace, type Place, somePlaces } from './steps.ts'

const courses = fc.array(
  fc.constantFrom('UPDATE a', 'INSERT b', 'COMMIT after UPDATE a', 'publish cmnd/x/POWER'),
  { minLength: 2, maxLength: 40 },
)

/** After which step a place strikes; 0: before the first. */
const momentOf = ({ step, when }: Place) => (when === 'before' ? step - 1 : step)

test('every moment of a course is struck once', () => {
  fc.assert(
    fc.property(courses, (course) => {
      const moments = everyPlace(course).map(momentOf)
      expect(moments.toSorted((one, other) => one - other)).toEqual([
        ...Array(course.length + 1).keys(),
      ])
    }),
  )
})

test('a handful has the first moment, the last, and commits before all others', () => {
  fc.assert(
    fc.property(courses, (course) => {
      const places = somePlaces(course, 6)
      expect(places.length).toBeLessThanOrEqual(6)
      const moments = places.map(momentOf)
      expect(moments).toContain(0)
      expect(moments).toContain(course.length)
      const commits = course.filter((label) => label.startsWith('COMMIT')).length
      const struck = places.filter(({ step }) => course[step - 1]?.startsWith('COMMIT')).length
      expect(struck).toBeGreaterThanOrEqual(Math.min(commits, 2))
    }),
  )
})
