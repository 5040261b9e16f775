pub struct Message<'a> {
    pub nick: &'a [u8],
    pub text: &'a [u8],
}

fn until(bytes: &[u8], stop: u8) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|b| *b == stop)?;
    Some((bytes.get(..at)?, bytes.get(at.saturating_add(1)..)?))
}

/// `:nick!user@host PRIVMSG #room :text`
pub fn privmsg(line: &[u8]) -> Option<Message<'_>> {
    let line = line.strip_prefix(b":")?;
    let (prefix, rest) = until(line, b' ')?;
    let rest = rest.strip_prefix(b"PRIVMSG ")?;
    let (_, text) = until(rest, b':')?;
    let nick = until(prefix, b'!').map_or(prefix, |(nick, _)| nick);
    Some(Message { nick, text })
}
