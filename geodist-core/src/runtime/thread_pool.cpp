#include "runtime/thread_pool.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>

#include <csignal>
#endif

#include <geodist/run_options.hpp>
#include "runtime/processors.hpp"

namespace geodist::runtime {

namespace {

// True on the pool's threads, and on a caller's while it works at a job: no job within a job.
thread_local bool busy = false;

#if defined(__unix__) || defined(__APPLE__)

// While it lives, the calling thread and those it starts receive no signals of the process, which
// are for threads that the program knows of; faults of their own they do.
class SignalsBlocked {
  public:
    SignalsBlocked() noexcept {
        sigset_t signals;
        sigfillset(&signals);
        for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT}) {
            sigdelset(&signals, fault);
        }
        pthread_sigmask(SIG_BLOCK, &signals, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

  private:
    sigset_t before_;
};

#else

struct SignalsBlocked {
    SignalsBlocked() noexcept {}
};

#endif

// A job with its counter of pieces. Lives on its caller's stack.
class Running {
  public:
    Running(Job& job, std::size_t pieces, int helpers)
        : job_(job),
          pieces_(pieces),
          helpers_(helpers),
          affinity_(helpers > 0 ? Affinity::current() : Affinity()) {}

    // Takes a piece and does it. Returns false if there is none left.
    bool step() noexcept {
        const std::size_t piece = next_.fetch_add(1, std::memory_order_relaxed);
        if (piece >= end_.load(std::memory_order_relaxed)) {
            return false;
        }
        try {
            if (!job_.run(piece)) {
                stop_after(piece);
            }
        } catch (...) {
            stop_after(piece);
            const std::scoped_lock lock(error_mutex_);
            if (piece < error_piece_) {
                error_piece_ = piece;
                error_ = std::current_exception();
            }
        }
        return true;
    }

    void stop() noexcept { end_.store(0, std::memory_order_relaxed); }

    // Earlier pieces are still done, also by a thread that has only just taken one: so what the
    // lowest piece reports does not depend on chance.
    void stop_after(std::size_t piece) noexcept {
        std::size_t end = end_.load(std::memory_order_relaxed);
        while (piece + 1 < end &&
               !end_.compare_exchange_weak(end, piece + 1, std::memory_order_relaxed)) {
        }
    }

    [[nodiscard]] bool interrupted() { return job_.interrupted(); }
    [[nodiscard]] bool wants_help() const noexcept {
        return active < helpers_ &&
               next_.load(std::memory_order_relaxed) < end_.load(std::memory_order_relaxed);
    }
    void rethrow() const {
        if (error_) {
            std::rethrow_exception(error_);
        }
    }

    [[nodiscard]] int helpers() const noexcept { return helpers_; }
    [[nodiscard]] const Affinity& affinity() const noexcept { return affinity_; }

    int active = 0;  // helpers at work; guarded by the pool's mutex

  private:
    Job& job_;
    const std::size_t pieces_;
    const int helpers_;
    const Affinity affinity_;  // the caller's
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::size_t> end_ = pieces_;
    std::mutex error_mutex_;
    std::size_t error_piece_ = std::numeric_limits<std::size_t>::max();
    std::exception_ptr error_;
};

class Pool {
  public:
    // Offers a job to the helpers, with as many of them alive as it wants if the system allows it.
    void add(Running& job) {
        const std::scoped_lock lock(mutex_);
        jobs_.push_back(&job);
        if (!stopping_) {
            start(job.helpers());
        }
        note_wanted();
        // No more than the job wants: a helper looks for jobs before it waits, so none is missed.
        for (int i = 0; i < job.helpers(); ++i) {
            wake_.notify_one();
        }
    }

    // Withdraws a job and waits until no helper is at it.
    void remove(Running& job) {
        std::unique_lock lock(mutex_);
        note_wanted();
        std::erase(jobs_, &job);
        idle_.wait(lock, [&job] { return job.active == 0; });
    }

    // Ends the helpers, each after the piece in its hands, and holds the lock until resume().
    void suspend() {
        mutex_.lock();
        stopping_ = true;
        wake_.notify_all();
        std::vector<std::thread> ending;
        ending.swap(threads_);
        mutex_.unlock();
        for (std::thread& thread : ending) {
            thread.join();
        }
        mutex_.lock();
    }

    // Lets the jobs have helpers again.
    void resume() {
        stopping_ = false;
        for (const Running* job : jobs_) {
            if (job->wants_help()) {
                start(job->helpers());
            }
        }
        note_wanted();
        mutex_.unlock();
    }

    [[nodiscard]] std::size_t size() {
        const std::scoped_lock lock(mutex_);
        return threads_.size();
    }

    [[nodiscard]] std::size_t wakes() {
        const std::scoped_lock lock(mutex_);
        return wakes_;
    }

    void set_patience(std::chrono::nanoseconds patience) {
        const std::scoped_lock lock(mutex_);
        patience_ = patience;
        wake_.notify_all();
    }

  private:
    using Clock = std::chrono::steady_clock;

    void start(int helpers) noexcept {
        try {
            const SignalsBlocked blocked;
            while (threads_.size() < static_cast<std::size_t>(helpers)) {
                wanted_.resize(std::max(wanted_.size(), threads_.size() + 1));
                threads_.emplace_back([this] { help(); });
            }
        } catch (...) {
            // No more threads or memory to be had: those there are, or the caller alone, do the
            // work.
        }
    }

    void help() {
        busy = true;
        Affinity affinity = Affinity::current();
        std::unique_lock lock(mutex_);
        while (!stopping_) {
            const auto found = std::find_if(jobs_.begin(), jobs_.end(),
                                            [](const Running* job) { return job->wants_help(); });
            if (found == jobs_.end()) {
                const Clock::time_point now = Clock::now();
                const Clock::time_point end = wanted_[threads_.size() - 1] + patience_;
                if (end <= now && count_wanted() < threads_.size()) {
                    return retire();
                }
                if (wake_.wait_until(lock, end > now ? end : now + patience_) ==
                    std::cv_status::no_timeout) {
                    ++wakes_;
                }
                continue;
            }
            Running& job = **found;
            ++job.active;
            lock.unlock();
            if (!(job.affinity() == affinity)) {
                affinity = job.affinity();
                affinity.apply();
            }
            while (!stopping_ && job.step()) {
            }
            lock.lock();
            if (--job.active == 0) {
                idle_.notify_all();
            }
        }
    }

    // How many helpers the jobs there are want together.
    [[nodiscard]] std::size_t count_wanted() const noexcept {
        std::size_t count = 0;
        for (const Running* job : jobs_) {
            count += static_cast<std::size_t>(job->helpers());
        }
        return count;
    }

    void note_wanted() noexcept {
        const auto count = static_cast<std::ptrdiff_t>(std::min(count_wanted(), wanted_.size()));
        std::fill_n(wanted_.begin(), count, Clock::now());
    }

    // Lets go of the calling helper, one more than were wanted for long: it ends without any lock.
    void retire() {
        const auto own = std::find_if(threads_.begin(), threads_.end(), [](const std::thread& t) {
            return t.get_id() == std::this_thread::get_id();
        });
        own->detach();
        threads_.erase(own);
    }

    std::mutex mutex_;
    std::condition_variable wake_;  // a job was added, or the helpers are to end
    std::condition_variable idle_;  // a job has no helper any more
    std::vector<Running*> jobs_;
    std::vector<std::thread> threads_;
    // Element k: when more than k helpers were last wanted. How many live is judged by this, not by
    // how long each has waited: jobs that want few of them wake all in turn.
    std::vector<Clock::time_point> wanted_;
    std::chrono::nanoseconds patience_ = std::chrono::seconds(30);
    std::size_t wakes_ = 0;
    std::atomic<bool> stopping_ = false;
};

// Made on first use and never freed: its threads may outlive the static objects of the program.
std::atomic<Pool*> the_pool = nullptr;
std::mutex pool_mutex;  // guards the making of it, also across a fork

#if defined(__unix__) || defined(__APPLE__)

// A child has the forking thread only. So the helpers end before a fork, and no lock is held by a
// thread that the child lacks.
void before_fork() {
    pool_mutex.lock();
    if (Pool* pool = the_pool.load()) {
        pool->suspend();
    }
}

void after_fork_in_parent() {
    if (Pool* pool = the_pool.load()) {
        pool->resume();
    }
    pool_mutex.unlock();
}

void after_fork_in_child() {
    the_pool.store(nullptr);  // left as it is: jobs of other threads were in it
    pool_mutex.unlock();
}

// When the library is loaded, not when the pool is made: a fork in that moment would leave the lock
// to nobody.
[[maybe_unused]] const int watching =
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);

#endif

Pool& pool() {
    Pool* pool = the_pool.load(std::memory_order_acquire);
    if (pool == nullptr) {
        const std::scoped_lock lock(pool_mutex);
        pool = the_pool.load();
        if (pool == nullptr) {
            pool = new Pool;
            the_pool.store(pool, std::memory_order_release);
        }
    }
    return *pool;
}

class BusyHere {
  public:
    BusyHere() noexcept : before_(busy) { busy = true; }
    ~BusyHere() { busy = before_; }
    BusyHere(const BusyHere&) = delete;
    BusyHere& operator=(const BusyHere&) = delete;

  private:
    bool before_;
};

// Withdraws the job from the pool that it was offered to, whatever happens in between.
class Offer {
  public:
    explicit Offer(Running& running) : running_(running) {
        if (running.helpers() > 0) {
            pool_ = &pool();
            pool_->add(running);
        }
    }
    ~Offer() {
        // In a child forked by an interruption callback the pool is another one, and without this
        // job.
        if (pool_ != nullptr && pool_ == the_pool.load()) {
            pool_->remove(running_);
        }
    }
    Offer(const Offer&) = delete;
    Offer& operator=(const Offer&) = delete;

  private:
    Running& running_;
    Pool* pool_ = nullptr;
};

}  // namespace

void run_job(Job& job, std::size_t pieces, int threads) {
    const std::size_t useful = std::min(pieces, static_cast<std::size_t>(std::max(threads, 1)));
    const int helpers = busy ? 0 : static_cast<int>(useful) - 1;
    Running running(job, pieces, helpers);
    bool interrupted = false;
    {
        const Offer offer(running);
        const BusyHere here;
        try {
            do {
                interrupted = running.interrupted();
            } while (!interrupted && running.step());
        } catch (...) {  // from the callback
            running.stop();
            throw;
        }
        if (interrupted) {
            running.stop();
        }
    }
    if (interrupted) {
        throw Interrupted();
    }
    running.rethrow();
}

std::size_t pool_size() {
    Pool* pool = the_pool.load();
    return pool == nullptr ? 0 : pool->size();
}

void set_pool_patience(std::chrono::nanoseconds patience) { pool().set_patience(patience); }

std::size_t pool_wakes() {
    Pool* pool = the_pool.load();
    return pool == nullptr ? 0 : pool->wakes();
}

}  // namespace geodist::runtime
