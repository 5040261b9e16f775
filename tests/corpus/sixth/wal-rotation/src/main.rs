mod wal;

fn main() {
    let mut log = wal::Log::new(128);
    let kept = (0..40u32).filter(|i| log.append(format!("put k{i} {}", i * i).as_bytes())).count();
    log.rotate();
    println!("{kept} records in {} segments", log.sealed.len());
    for s in &log.sealed {
        println!("  {} records, {} bytes, {:08x}", s.records, s.bytes, s.checksum);
    }
}
