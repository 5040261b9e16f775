pub fn matches(pattern: &[u8], path: &[u8]) -> Result<bool, String> {
    if let Some(at) = pattern.iter().position(|b| matches!(b, b'[' | b'{')) {
        return Err(format!("unsupported character at {at}"));
    }
    let (mut p, mut s) = (0, 0);
    let mut star = None;
    while s < path.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, s));
                p += 1;
            }
            Some(c) if *c == b'?' || Some(c) == path.get(s) => {
                p += 1;
                s += 1;
            }
            _ => match star {
                Some((sp, ss)) => {
                    p = sp + 1;
                    s = ss + 1;
                    star = Some((sp, ss + 1));
                }
                None => return Ok(false),
            },
        }
    }
    Ok(pattern.iter().skip(p).all(|c| *c == b'*'))
}
