mod db;
fn main() { if let Some(d) = db::Db::open() { println!("{}", d.prepare().into_iter().flatten().sum::<u64>()); } }
