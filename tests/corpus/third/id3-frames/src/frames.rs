/// One text frame, decoded.
pub struct Frame {
    pub id: [u8; 4],
    pub text: String,
}

fn synchsafe(bytes: &[u8]) -> Option<usize> {
    let mut n = 0usize;
    for b in bytes.get(..4)? {
        n = (n << 7) | usize::from(*b & 0x7f);
    }
    Some(n)
}

fn latin1(raw: &[u8]) -> String {
    raw.iter().take_while(|b| **b != 0).map(|b| char::from(*b)).collect()
}

/// Walks the frames behind the ten byte header.
pub fn parse(bytes: &[u8]) -> Option<Vec<Frame>> {
    if bytes.get(..3)? != b"ID3" {
        return None;
    }
    let size = synchsafe(bytes.get(6..10)?)?;
    let mut rest = bytes.get(10..)?;
    rest = rest.get(..size).unwrap_or(rest);
    let mut out = Vec::new();
    while let Some(head) = rest.get(..10) {
        let mut id = [0u8; 4];
        for (to, from) in id.iter_mut().zip(head) {
            *to = *from;
        }
        if id[0] != b'T' {
            break;
        }
        let Some(len) = synchsafe(head.get(4..8)?) else { break };
        let Some(body) = rest.get(10..).and_then(|r| r.get(..len)) else { break };
        out.push(Frame { id, text: latin1(body.get(1..).unwrap_or(&[])) });
        rest = rest.get(10usize.saturating_add(len)..).unwrap_or(&[]);
    }
    Some(out)
}
