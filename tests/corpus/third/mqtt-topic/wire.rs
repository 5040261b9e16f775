pub struct Raw<'a> {
    pub qos: u8,
    pub topic: &'a [u8],
    pub payload: &'a [u8],
}

/// Splits a PUBLISH packet whose remaining length fits in one byte.
pub fn publish(packet: &[u8]) -> Option<Raw<'_>> {
    let (&first, rest) = packet.split_first()?;
    if first >> 4 != 3 {
        return None;
    }
    let (&remaining, rest) = rest.split_first()?;
    let body = rest.get(..usize::from(remaining & 0x7f))?;
    let (size, body) = body.split_at_checked(2)?;
    let n = size.iter().fold(0usize, |n, b| n << 8 | usize::from(*b));
    let (topic, body) = body.split_at_checked(n)?;
    let qos = (first >> 1) & 3;
    let payload = if qos > 0 { body.get(2..)? } else { body };
    Some(Raw { qos, topic, payload })
}
