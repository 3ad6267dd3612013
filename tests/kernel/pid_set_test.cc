// sys/pid_set.h keeps what is put into it.
#include "sys/pid_set.h"

#include <climits>
#include <initializer_list>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace dumb_init::sys {
namespace {

// Half a megabyte each.
class APidSet : public testing::Test {
 protected:
  void Add(const std::initializer_list<int>& numbers) {
    for (const int number : numbers) {
      set_->Add({number});
    }
  }

  std::string All() const {
    std::string all;
    set_->ForEach([&](core::Pid pid) { all += std::to_string(pid.number) + " "; });
    return all;
  }

  std::unique_ptr<PidSet> set_ = std::make_unique<PidSet>();
};

TEST_F(APidSet, IsEmptyAtFirst) {
  EXPECT_EQ(All(), "");
  EXPECT_FALSE(set_->Has({1}));
}

TEST_F(APidSet, HasWhatWasAddedAndNothingElse) {
  Add({1, 64, 4194303});
  for (const int number : {0, 1, 2, 63, 64, 65, 128, 4194302, 4194303}) {
    EXPECT_EQ(set_->Has({number}), number == 1 || number == 64 || number == 4194303) << number;
  }
}

TEST_F(APidSet, VisitsTheLowestFirstAndEachOnce) {
  Add({4194303, 65, 64, 63, 1, 40000, 64, 0});
  EXPECT_EQ(All(), "0 1 63 64 65 40000 4194303 ");
}

TEST_F(APidSet, HasNothingOnceCleared) {
  Add({1, 64, 4194303});
  set_->Clear();
  EXPECT_EQ(All(), "");
  EXPECT_FALSE(set_->Has({4194303}));
  Add({2});
  EXPECT_EQ(All(), "2 ");
}

TEST_F(APidSet, IgnoresWhatNoPidIs) {
  const std::initializer_list<int> none{-1, INT_MIN, 4194304, INT_MAX};
  Add(none);
  EXPECT_EQ(All(), "");
  for (const int number : none) {
    EXPECT_FALSE(set_->Has({number})) << number;
  }
}

}  // namespace
}  // namespace dumb_init::sys
