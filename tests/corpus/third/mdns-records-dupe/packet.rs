pub struct Record<'a> {
    pub labels: Vec<&'a [u8]>,
    pub ttl: u32,
}

/// Labels, a zero, then four bytes of time to live.
pub fn record(mut bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let mut labels = Vec::new();
    loop {
        let (&n, rest) = bytes.split_first()?;
        if n == 0 {
            bytes = rest;
            break;
        }
        let (label, rest) = rest.split_at_checked(usize::from(n & 0x3f))?;
        labels.push(label);
        bytes = rest;
    }
    let (ttl, rest) = bytes.split_first_chunk::<4>()?;
    Some((Record { labels, ttl: u32::from_be_bytes(*ttl) }, rest))
}
