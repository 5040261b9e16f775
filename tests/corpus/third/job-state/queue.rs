#[derive(Clone, Copy, PartialEq)]
pub enum State {
    Waiting,
    Printing,
    Done,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Job {
    pub id: u32,
    pub pages: u32,
    pub state: State,
}

#[derive(Default)]
pub struct Queue {
    jobs: Vec<Job>,
}

impl Queue {
    pub fn add(&mut self, pages: u32) -> u32 {
        let id = u32::try_from(self.jobs.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.jobs.push(Job { id, pages, state: State::Waiting });
        id
    }

    pub fn step(&mut self) -> bool {
        let Some(job) = self.jobs.iter_mut().find(|job| job.state != State::Done) else {
            return false;
        };
        job.pages = job.pages.saturating_sub(1);
        job.state = if job.pages == 0 { State::Done } else { State::Printing };
        true
    }

    pub fn job(&self, id: u32) -> Option<Job> {
        self.jobs.iter().find(|job| job.id == id).copied()
    }
}
