use std::collections::BTreeMap;

#[derive(Default)]
pub struct Client {
    nick: String,
    topics: BTreeMap<String, String>,
    lines: u64,
}

enum Command<'a> {
    Ping(&'a str),
    Topic(&'a str, &'a str),
    Nick(&'a str),
    Other,
}

impl<'a> Command<'a> {
    fn parse(line: &'a str) -> Self {
        let line = line.trim_end_matches(['\r', '\n']);
        let line = match line.strip_prefix(':') {
            Some(l) => l.split_once(' ').map_or("", |p| p.1),
            None => line,
        };
        let (verb, args) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_uppercase().as_str() {
            "PING" => Command::Ping(args),
            "NICK" => Command::Nick(args),
            "TOPIC" => match args.split_once(" :") {
                Some((chan, text)) => Command::Topic(chan, text),
                None => Command::Other,
            },
            _ => Command::Other,
        }
    }
}

#[no_mangle]
pub extern "C" fn irc_client_new() -> *mut Client {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn irc_client_free(c: *mut Client) {
    if !c.is_null() {
        drop(Box::from_raw(c));
    }
}

/// Feeds one line as it came from the socket. True if it wants an answer.
#[no_mangle]
pub unsafe extern "C" fn irc_client_line(c: *mut Client, line: *const u8, len: usize) -> bool {
    let (Some(c), false) = (c.as_mut(), line.is_null()) else { return false };
    let text = std::str::from_utf8_unchecked(std::slice::from_raw_parts(line, len));
    c.lines = c.lines.wrapping_add(1);
    match Command::parse(text) {
        Command::Ping(token) => return !token.is_empty(),
        Command::Nick(n) => c.nick = n.to_owned(),
        Command::Topic(chan, t) => {
            c.topics.insert(chan.to_lowercase(), t.to_owned());
        }
        Command::Other => {}
    }
    false
}

#[no_mangle]
pub unsafe extern "C" fn irc_client_topics(c: *const Client) -> usize {
    c.as_ref().map_or(0, |c| c.topics.len())
}
