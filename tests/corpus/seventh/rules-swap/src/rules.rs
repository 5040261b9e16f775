#[derive(Default)]
pub struct Rules {
    list: Vec<(bool, Vec<u8>)>,
}

impl Rules {
    /// One rule a line, `+suffix` or `-suffix`. Panics on anything else.
    pub fn parse(text: &[u8]) -> Rules {
        let mut list = Vec::new();
        for line in text.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
            let allow = match line[0] {
                b'+' => true,
                b'-' => false,
                other => panic!("rule starts with {other}"),
            };
            let suffix = std::str::from_utf8(&line[1..]).unwrap();
            list.push((allow, suffix.trim().to_ascii_lowercase().into_bytes()));
        }
        Rules { list }
    }

    pub fn allow(&self, host: &[u8]) -> bool {
        let host = host.to_ascii_lowercase();
        self.list
            .iter()
            .find(|(_, suffix)| host.ends_with(suffix))
            .is_some_and(|(allow, _)| *allow)
    }
}
