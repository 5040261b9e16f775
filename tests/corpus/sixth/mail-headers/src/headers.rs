/// One header of a message, unfolded.
pub struct Header<'a> {
    pub name: &'a [u8],
    pub value: Vec<u8>,
}

/// The headers of a message up to the empty line.
pub fn parse(message: &[u8]) -> Vec<Header<'_>> {
    let mut all: Vec<Header<'_>> = Vec::new();
    for line in message.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line[0] == b' ' || line[0] == b'\t' {
            if let Some(last) = all.last_mut() {
                last.value.extend_from_slice(line);
            }
            continue;
        }
        if let Some(colon) = line.iter().position(|b| *b == b':') {
            let value = line[colon + 1..].trim_ascii().to_vec();
            all.push(Header { name: &line[..colon], value });
        }
    }
    all
}
