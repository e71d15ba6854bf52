import type { IPublishPacket, MqttClient } from 'mqtt'

const SUBSCRIBE_BATCH = 100
const SHARE = '$share/'
/** Tell by which kind of subscription a message came (MQTT 5, section 3.8.2.1.2). */
const SHARED_ID = 1
const OWN_ID = 2

/** A topic as the connections of a share subscribe to it together. */
export function sharedTopic(shareName: string, topic: string): string {
  return `${SHARE}${shareName}/${topic}`
}

/** Topics to be subscribed to together: a subscription carries one identifier. */
export function inBatches(topics: readonly string[]): readonly (readonly string[])[] {
  const isShared = (topic: string) => topic.startsWith(SHARE)
  return [topics.filter(isShared), topics.filter((topic) => !isShared(topic))].flatMap((some) => {
    const count = Math.ceil(some.length / SUBSCRIBE_BATCH)
    return Array.from({ length: count }, (_, index) =>
      some.slice(index * SUBSCRIBE_BATCH, (index + 1) * SUBSCRIBE_BATCH),
    )
  })
}

/** Whether a message came by a subscription of this connection alone, and by no share. */
export function cameAlone({ properties }: IPublishPacket): boolean {
  const ids = [properties?.subscriptionIdentifier ?? []].flat()
  return ids.includes(OWN_ID) && !ids.includes(SHARED_ID)
}

/** What the broker grants of each. @throws when it does not answer. */
export async function subscribe(
  client: MqttClient,
  topics: readonly string[],
  sharing: boolean,
): Promise<readonly number[]> {
  try {
    // rh 1 (MQTT 5): retained messages only when the subscription is new.
    const subscriptionIdentifier = topics[0]?.startsWith(SHARE) === true ? SHARED_ID : OWN_ID
    const options =
      client.options.protocolVersion === 5
        ? ({
            qos: 1,
            rh: 1,
            ...(sharing ? { properties: { subscriptionIdentifier } } : {}),
          } as const)
        : { qos: 1 as const }
    await client.subscribeAsync([...topics], options)
    return topics.map(() => 1)
  } catch (thrown) {
    const { packet } = thrown as { packet?: { granted?: readonly number[] } }
    if (packet?.granted === undefined) throw thrown
    return packet.granted
  }
}
