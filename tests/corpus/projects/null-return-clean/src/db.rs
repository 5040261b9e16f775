pub struct Db { file: std::fs::File }
impl Db { pub fn open(path: &str) -> std::io::Result<Db> { Ok(Db { file: std::fs::File::open(path)? }) } }
