#[derive(Default)]
pub struct Trie { keys: Vec<u64> }
pub struct Match { pub depth: u32, pub path: Vec<u64> }
impl Trie {
    pub fn find(&self, key: u64) -> Option<Match> {
        let at = self.keys.binary_search(&key).ok()?;
        Some(Match { depth: u32::try_from(at).ok()?, path: self.keys.iter().take(at).copied().collect() })
    }
}
